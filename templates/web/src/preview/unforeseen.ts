// Unforeseen is a change that only a reload shows.
export class Unforeseen extends Error {}
