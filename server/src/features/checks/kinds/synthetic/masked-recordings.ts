import { type Apart, createApart } from '#platform/apart/index.ts'
import type { SeenFile } from '../../outcome.ts'
import type { MaskTask } from './mask-apart.ts'

/** Of CPU. Going through a trace of 24 MB takes some seconds. */
const mostMs = 20_000

export interface Recording {
  readonly type: 'trace' | 'har'
  bytes(): Promise<Uint8Array | null>
}

/** Recordings with the secrets taken out, one after the other, as far as there is time for them: none is given with them in. */
export async function maskedRecordings(
  recordings: readonly Recording[],
  { secrets, left }: { readonly secrets: readonly string[]; left(): number },
): Promise<SeenFile[]> {
  const files: SeenFile[] = []
  const apart = createApart({ module: new URL('./mask-apart.ts', import.meta.url), processes: 1, heapMb: 512 })
  try {
    for (const { type, bytes } of recordings) {
      const plain = await bytes().catch(() => null)
      const masked = plain && (await maskedIn(apart, { what: type, bytes: plain, secrets }, left()))
      if (masked) files.push({ type, name: type, bytes: masked })
    }
  } finally {
    await apart.stop()
  }
  return files
}

async function maskedIn(apart: Apart, task: MaskTask, waitMs: number): Promise<Uint8Array | null> {
  const ended = await apart.run(task, { mostMs, waitMs }).catch(() => null)
  return ended?.is === 'done' && ended.result instanceof Uint8Array ? ended.result : null
}
