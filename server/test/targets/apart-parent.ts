/** Has something done that never ends, and says which process does it. */
import { createApart } from '#platform/apart/index.ts'

const limits = { mostMs: 600_000, waitMs: 600_000 }
const apart = createApart({ module: new URL('./apart-tasks.ts', import.meta.url), processes: 1 })
const pid = await apart.run({ task: 'pid' }, limits)
void apart.run({ task: 'loop' }, limits)
process.stdout.write(String(pid.is === 'done' ? pid.result : pid.is))
