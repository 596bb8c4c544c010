// config.ts: what `npm run hw` is told, which it writes over these (run.ts).

/** How long soak.ts takes. */
export const MINUTES = 60
/** Two pins that a wire connects, OUT to IN: `--pins D2,D3`. Without them, edges are the host's own events. */
export const PINS: string[] = []
