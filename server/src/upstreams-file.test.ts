import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'bongsu-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function read(upstreams: unknown) {
  writeFileSync(
    join(folder, 'upstreams.json'),
    typeof upstreams === 'string' ? upstreams : JSON.stringify({ upstreams }),
  )
  return readConfig({ BONGSU_DATA_DIR: folder, PATH: '/usr/bin', BONGSU_TOKEN: 'mine' }).programs
}

describe('upstreams.json', () => {
  it('names programs, their arguments and what they are told', () => {
    const [files] = read({ files: { command: '/usr/bin/files', args: ['--root', '/srv'], env: { LEVEL: '2' } } })
    expect(files).toMatchObject({ slug: 'files', title: 'files', command: '/usr/bin/files', args: ['--root', '/srv'] })
    expect(files?.env).toMatchObject({ PATH: '/usr/bin', LEVEL: '2' })
    expect(files?.env).not.toHaveProperty('BONGSU_TOKEN')
  })

  const faults: [string, unknown, RegExp][] = [
    ['a program that is looked for', { a: { command: 'files' } }, /absolute path/],
    ['a program that fetches others', { a: { command: '/usr/bin/npx', args: ['-y', 'files'] } }, /installed program/],
    ['a slug that is none', { 'My Files': { command: '/usr/bin/files' } }, /upstreams/],
    [
      'what it does not know',
      { a: { command: '/usr/bin/files', shell: true } },
      /shell: 알 수 없는 항목입니다[\s\S]*shell: This field is not known/,
    ],
    ['a file that is no JSON', '{', /upstreams\.json cannot be read/],
    ...[
      'NODE_OPTIONS',
      'LD_PRELOAD',
      'DYLD_INSERT_LIBRARIES',
      'PYTHONWARNINGS',
      'BROWSER',
      'BASH_ENV',
      'ld_preload',
    ].map(
      (name) =>
        [`the variable ${name}`, { a: { command: '/usr/bin/files', env: { [name]: 'x' } } }, /variable/] satisfies [
          string,
          unknown,
          RegExp,
        ],
    ),
  ]
  it.each(faults)('refuses to start with %s', (_what, upstreams, why) => {
    expect(() => read(upstreams)).toThrow(why)
  })
})
