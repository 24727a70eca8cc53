import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const suite = fileURLToPath(new URL('../clients/node_modules/@modelcontextprotocol/conformance/', import.meta.url))
const baseline = fileURLToPath(new URL('./baseline.yml', import.meta.url))

export interface Judged {
  /** Scenarios that the revision requires, each with how it went. */
  readonly required: ReadonlyMap<string, 'passed' | 'failed' | 'not run'>
  readonly passed: number
  readonly output: string
}

/** The official conformance suite against one address: exactly what a revision requires of servers. */
export async function runSuite(url: string, revision: '2025-11-25' | '2026-07-28'): Promise<Judged> {
  const args = ['server', '--url', url, '--requirements', revision, '--expected-failures', baseline]
  const child = spawn(process.execPath, [`${suite}dist/index.js`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  await once(child, 'close')
  const required = new Map(requiredScenarios(revision).map((name) => [name, verdict(output, name)] as const))
  return { required, passed: [...required.values()].filter((one) => one === 'passed').length, output }
}

/** From the summary at the end: `✓ name: 3 passed, 0 failed`. */
function verdict(output: string, name: string): 'passed' | 'failed' | 'not run' {
  const line = output.split('\n').find((one) => /^[✓✗] /.test(one) && one.slice(2).startsWith(`${name}: `))
  if (line === undefined) return 'not run'
  return line.startsWith('✓') && / [1-9]\d* passed, 0 failed/.test(line) ? 'passed' : 'failed'
}

function requiredScenarios(revision: string): string[] {
  const list = readFileSync(`${suite}requirements/${revision}.yaml`, 'utf8')
  const server = /^server:\n((?: {2}- .*\n)+)/m.exec(list)?.[1] ?? ''
  return [...server.matchAll(/^ {2}- (.+)$/gm)].map(([, name]) => name as string)
}
