// `npm run dev`: the server with restart on change, and the console by Vite with its API passed on to it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const started = [
  spawn(process.execPath, ['--watch', '--watch-preserve-output', 'server/src/main.ts'], {
    cwd: root,
    stdio: 'inherit',
  }),
  spawn('npx', ['vite', '--clearScreen', 'false'], {
    cwd: join(root, 'console'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  }),
]

let ending = false
function end(code) {
  if (ending) return
  ending = true
  process.exitCode = code
  for (const child of started) child.kill('SIGTERM')
}

for (const child of started) child.once('exit', (code) => end(code ?? 0))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end(0))
