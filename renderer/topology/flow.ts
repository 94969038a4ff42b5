/** How a flow is drawn: both grow with the logarithm, so that 5 and 5000 requests per second can be told apart in one picture. */
export interface FlowLook {
  /** Stroke width in pixels. */
  width: number;
  /** 1 moves one dot distance per second; 0 stands still. */
  speed: number;
}

export function flowLook(requestsPerSecond: number): FlowLook {
  if (!(requestsPerSecond > 0)) return { width: 2, speed: 0 };
  const magnitude = Math.log10(1 + requestsPerSecond);
  return { width: Math.min(8, 2.5 + 1.5 * magnitude), speed: Math.min(6, 0.5 + 1.4 * magnitude) };
}
