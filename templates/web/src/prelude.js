// What a JavaScript engine without a browser lacks, and a clock and a random source that stand
// still: drawings must not depend on when or where they are made.
globalThis.setTimeout = globalThis.setInterval = function () { return 0; };
globalThis.clearTimeout = globalThis.clearInterval = function () {};
globalThis.console = globalThis.console || { log: function () {}, warn: function () {}, error: function () {} };
Math.random = function () { return 0.5; };
(function () {
  var Real = Date;
  function Still() {
    var a = arguments;
    return a.length === 0 ? new Real(0) : new (Function.prototype.bind.apply(Real, [null].concat([].slice.call(a))))();
  }
  Still.prototype = Real.prototype;
  Still.now = function () { return 0; };
  Still.UTC = Real.UTC;
  Still.parse = Real.parse;
  globalThis.Date = Still;
})();
