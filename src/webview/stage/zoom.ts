/** How a picture lies on the stage: its scale (screen px a picture px) and its middle's distance from the stage's. */
export interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** What is looked at: which point of the picture (0 to 1 of its width and height) is in the middle of the stage. */
export interface Look {
  /** At the picture's own pixels; else fitted. */
  readonly zoomed: boolean;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The whole picture, never larger than its own pixels. `own` is the scale of one picture px to one screen px. */
export function fitted(stage: Size, picture: Size, own: number): Placement {
  return { scale: Math.min(own, stage.width / picture.width, stage.height / picture.height), x: 0, y: 0 };
}

/** Keeps an edge that could reach the stage's edge from leaving it; a picture smaller than the stage stays centred. */
export function kept(placement: Placement, stage: Size, picture: Size): Placement {
  const room = (stageLength: number, length: number) => Math.max(0, (length * placement.scale - stageLength) / 2);
  const clamp = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value)) + 0;
  return {
    scale: placement.scale,
    x: clamp(placement.x, room(stage.width, picture.width)),
    y: clamp(placement.y, room(stage.height, picture.height)),
  };
}

/** Another scale, with the point of the stage (px from its middle) staying over the same point of the picture. */
export function zoomedAt(
  placement: Placement,
  scale: number,
  point: { readonly x: number; readonly y: number },
  stage: Size,
  picture: Size,
): Placement {
  const ratio = scale / placement.scale;
  return kept(
    { scale, x: point.x - (point.x - placement.x) * ratio, y: point.y - (point.y - placement.y) * ratio },
    stage,
    picture,
  );
}
