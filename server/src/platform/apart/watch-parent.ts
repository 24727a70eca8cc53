import { workerData } from 'node:worker_threads'

/** Ends a process whose parent, the one it began with, is gone, also while it works on something that never ends. */
const everyMs = 1_000

setInterval(() => {
  if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL')
}, everyMs)
