// What a frame tells the page around it: {"plotline": {"height": 512}}.

// Heights of a frame, in px: less is no chart, nor is the 150 of a frame that was never told.
export const least = 160, most = 20000;

export function message(height: number): unknown { return { plotline: { height } }; }

// heightOf returns the height a message tells, or 0 when it is none of ours.
export function heightOf(data: any): number {
  const height = data && typeof data === 'object' && data.plotline && data.plotline.height;
  return typeof height === 'number' && height >= least && height <= most ? height : 0;
}
