// config.ts: what `npm run hw` is told: it puts a file of its own in the place of this one (run.ts).

/** How long soak.ts takes. */
export const MINUTES = 60
/** Two pins that a wire connects, OUT to IN: `--pins D2,D3`. Without them, edges are the host's own events. */
export const PINS: string[] = []
