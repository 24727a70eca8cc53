import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { startSilentTarget } from '#test/targets/hostile-targets.ts'
import { type Answer, startHttpTarget } from '#test/targets/http-target.ts'
import { startSmtpTarget } from '#test/targets/smtp-target.ts'
import { kindOf } from './kinds/catalogue.ts'
import { type LookProgress, progressView } from './look-progress.ts'

const kit = openChecks()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
afterAll(() => kit.room.stop?.(new AbortController().signal))

const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}
const serve = (answer: Answer) => use(startHttpTarget(answer))

async function watch(kind: string, options: Record<string, unknown>) {
  const told: LookProgress[] = []
  const outcome = await kit.checks.lookOnce(kind, kindOf(kind)?.options.parse(options) as Record<string, unknown>, {
    timeoutMs: 5_000,
    onProgress: (progress) => void told.push(progress),
  })
  return { outcome, told, phases: told.map(({ phase }) => phase) }
}

describe('a look that somebody watches', () => {
  it('tells the phases of a request in their order, each with its time', async () => {
    const target = await serve((_request, response) => response.end('well'))
    const { outcome, told, phases } = await watch('http', { url: target.url, contains: ['well'] })
    expect(outcome.state).toBe('up')
    expect(phases).toEqual(['connect', 'ttfb', 'idle', 'judge'])
    expect(told.map(({ isPart }) => isPart)).toEqual([false, false, false, false])
    const times = told.map(({ atMs }) => atMs)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(progressView(told[0] as LookProgress, 'ko')).toEqual({
      at_ms: expect.any(Number),
      phase: 'connect',
      label: '연결',
      is_part: false,
    })
  })

  it('tells what it waits for while it waits', async () => {
    const target = await use(startSilentTarget())
    const told: string[] = []
    const looking = kit.checks.lookOnce(
      'tcp',
      { host: '127.0.0.1', port: target.port, expect: 'x', ip_version: 'any', timeout: 2 },
      {
        timeoutMs: 2_000,
        onProgress: ({ phase }) => void told.push(phase),
      },
    )
    await expect.poll(() => told).toEqual(['connect', 'ttfb'])
    expect(await looking).toMatchObject({ errorCode: 'timeout' })
  })

  it('tells a chain of requests ahead, then each with its phases as parts of it', async () => {
    const target = await serve(({ url }, response) =>
      response.writeHead(url === '/second' ? 500 : 200, { 'content-type': 'application/json' }).end('{"id":7}'),
    )
    const { told } = await watch('api', {
      url: `${target.url}/first`,
      captures: [{ name: 'id', from: 'json', expression: '$.id' }],
      steps: [
        { name: 'order', method: 'POST', url: `${target.url}/second`, body: '{"id":{{id}}}' },
        { name: 'never', url: `${target.url}/third` },
      ],
    })
    const wholes = told.filter(({ isPart }) => !isPart)
    expect(wholes.map(({ label, step }) => [label.en, step])).toEqual([
      ['GET · first request', { number: 1, total: 3 }],
      ['POST · order', { number: 2, total: 3 }],
    ])
    expect(wholes[0]?.plan?.map(({ ko }) => ko)).toEqual(['GET · 첫 요청', 'POST · order', 'GET · never'])
    expect(told.filter(({ isPart }) => isPart).map(({ phase }) => phase)).toEqual([
      ...['connect', 'ttfb', 'idle', 'judge'],
      ...['connect', 'ttfb', 'idle', 'judge'],
    ])
  })

  it('tells the parts of a dialogue, the change to TLS among them', async () => {
    const target = await use(startSmtpTarget())
    const mail = await watch('smtp', { host: '127.0.0.1', port: target.port, ca: testRoot })
    expect(mail.outcome.state).toBe('up')
    expect(mail.phases).toEqual(['connect', 'greeting', 'ehlo', 'starttls', 'tls', 'ehlo'])
    const certificate = await watch('tls', {
      host: '127.0.0.1',
      port: target.port,
      starttls: 'smtp',
      server_name: 'localhost',
      ca: testRoot,
    })
    expect(certificate.phases).toEqual(['connect', 'starttls', 'tls', 'revocation'])
    for (const { label, phase } of [...mail.told, ...certificate.told]) expect(label.ko, phase).toMatch(/[가-힣]/)
  })

  it('tells nothing that is secret', async () => {
    const target = await serve((_request, response) => response.end('{}'))
    const { told } = await watch('api', {
      url: target.url,
      variables: [{ name: 'key', value: 'canary-secret' }],
      steps: [{ name: 'canary-secret', url: target.url }],
    })
    expect(told.at(-1)?.phase).toBe('judge')
    expect(JSON.stringify(told)).toContain('•••')
    expect(JSON.stringify(told)).not.toContain('canary')
  })

  it('sees the same as one that nobody watches', async () => {
    const target = await serve((_request, response) => response.writeHead(503).end('busy'))
    const options = kindOf('http')?.options.parse({ url: target.url }) as Record<string, unknown>
    const alone = await kit.checks.lookOnce('http', options, { timeoutMs: 5_000 })
    const { outcome } = await watch('http', { url: target.url })
    const same = ({ state, message, evidence, assertions }: typeof alone) => ({ state, message, evidence, assertions })
    expect(same(outcome)).toEqual(same(alone))
  })
})
