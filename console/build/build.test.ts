import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { build, type Plugin } from 'vite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { budget } from './budget.ts'
import { precompress } from './precompress.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'console-build-'))
  await writeFile(join(root, 'index.html'), '<script type="module" src="/main.js"></script>')
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** What does not compress away, so that sizes mean something. */
const noise = (kilobytes: number) =>
  `export const noise = ${JSON.stringify(Array.from({ length: kilobytes * 64 }, (_part, index) => Math.sin(index).toString(36)).join(''))}`

async function bundle(plugin: Plugin): Promise<void> {
  await build({ root, configFile: false, logLevel: 'silent', plugins: [plugin], build: { outDir: 'out' } })
}

describe('the budget of the first load', () => {
  it('stops a build that has grown too large', async () => {
    await writeFile(join(root, 'big.js'), noise(60))
    await writeFile(join(root, 'main.js'), "import { noise } from './big.js'; document.title = noise")
    await expect(bundle(budget({ initialKb: 10, forbidden: [] }))).rejects.toThrow(/more than 10 KB/)
  })

  it('does not count what is loaded later', async () => {
    await writeFile(join(root, 'big.js'), noise(60))
    await writeFile(
      join(root, 'main.js'),
      "document.onclick = () => import('./big.js').then((big) => console.log(big.noise))",
    )
    await expect(bundle(budget({ initialKb: 10, forbidden: ['/big.js'] }))).resolves.toBeUndefined()
  })

  it('stops a build that drags a lazy library into the first load, however small', async () => {
    await writeFile(join(root, 'zod.js'), 'export const parse = () => document.title')
    await writeFile(join(root, 'main.js'), "import { parse } from './zod.js'; parse()")
    await expect(bundle(budget({ initialKb: 10, forbidden: ['/zod.js'] }))).rejects.toThrow(
      /must not be in the first load/,
    )
  })
})

it('lays brotli and gzip beside what is worth compressing, and they say the same', async () => {
  await writeFile(join(root, 'main.js'), `document.title = ${JSON.stringify('봉수 '.repeat(2000))}`)
  await bundle(precompress())
  const html = await readFile(join(root, 'out/index.html'), 'utf8')
  const [, script = ''] = /src="\/(assets\/[^"]+)"/.exec(html) ?? []
  const plain = await readFile(join(root, 'out', script))
  const brotli = await readFile(join(root, 'out', `${script}.br`))
  expect(brotliDecompressSync(brotli).equals(plain)).toBe(true)
  expect(gunzipSync(await readFile(join(root, 'out', `${script}.gz`))).equals(plain)).toBe(true)
  expect(brotli.length).toBeLessThan(plain.length / 10)
  await expect(readFile(join(root, 'out/index.html.br'))).rejects.toThrow('ENOENT')
})
