/**
 * What a run has started or made, and how it goes away again: also when somebody stops the bench in the middle. Newest
 * first, as for every stopping.
 */
const undoings = new Set<() => unknown>()

/** Does `undo` once: at the end of `work`, or when the bench is stopped before that. */
export async function undone<Result>(work: () => Promise<Result>, undo: () => unknown): Promise<Result> {
  undoings.add(undo)
  try {
    return await work()
  } finally {
    if (undoings.delete(undo)) await undo()
  }
}

/** For what lives until it is stopped by hand; the answer says that it has been. */
export function undoLater(undo: () => unknown): () => void {
  undoings.add(undo)
  return () => undoings.delete(undo)
}

async function undoAll(): Promise<void> {
  for (const undo of [...undoings].reverse()) {
    undoings.delete(undo)
    await Promise.resolve(undo()).catch((error) => console.error(error))
  }
}

/** Ctrl-C and `kill` leave nothing behind. */
export function undoWhenStopped(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.error('stopping, and putting everything away …')
      void undoAll().finally(() => process.exit(130))
    })
  }
}
