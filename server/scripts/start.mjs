// `npm start`: checks the runtime, builds the console when its sources changed, then runs the server in this process.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `Bongsu needs Node 22.19 or newer, but this is ${process.versions.node}. Run "npm ci" (it brings Node 24) and then "npm start".`,
  )
  process.exit(1)
}

enableCompileCache(join(root, 'node_modules', '.cache', 'bongsu'))
buildConsole()
await import('../src/main.ts')

function buildConsole() {
  const stamp = join(root, 'console', 'dist', '.built-from')
  if (!existsSync(join(root, 'console', 'src'))) return
  const sources = fingerprint([
    'console/src',
    'console/public',
    'console/index.html',
    'console/vite.config.ts',
    'contract/src',
    'package-lock.json',
  ])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  console.log('콘솔을 준비합니다 · Building the console …')
  const built = spawnSync('npm', ['run', '--silent', 'build', '--workspace', 'console'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (built.status !== 0) {
    console.error(String(built.stdout))
    process.exit(1)
  }
  mkdirSync(join(root, 'console', 'dist'), { recursive: true })
  writeFileSync(stamp, sources)
}

/** Names, sizes and times of the sources: cheap enough for every start. */
function fingerprint(paths) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) return
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else hash.update(`${path}:${stat.size}:${stat.mtimeMs};`)
  }
  for (const path of paths) visit(join(root, path))
  return hash.digest('hex')
}
