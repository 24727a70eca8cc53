import { describe, expect, it } from 'vitest'
import { eventStream } from './event-stream.ts'

async function* pieces(...texts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text)
}

async function read(source: AsyncIterable<Buffer>, parts: Partial<Parameters<typeof eventStream>[1]> = {}) {
  const events = []
  for await (const event of eventStream(source, { longest: 1000, ...parts })) events.push(event)
  return events
}

describe('a stream of events', () => {
  it('reads data over several lines, ids that stay, and leaves comments and other fields out', async () => {
    const text = ': hello\nid: 7\nevent: message\ndata: one\ndata:two\n\nunknown: x\ndata: three\n\ndata'
    expect(await read(pieces(text))).toEqual([
      { id: '7', data: 'one\ntwo' },
      { id: '7', data: 'three' },
    ])
  })

  it.each(['\n', '\r\n', '\r'])('ends lines with %j, wherever the pieces are cut', async (end) => {
    const bytes = Buffer.from(['id: 1', 'data: 가', '', 'data: 나', '', ''].join(end))
    const single = pieces(...[...bytes].map((byte) => Buffer.from([byte])))
    // The last line break could still be half of one, so a lone CR at the very end ends nothing.
    const expected = [
      { id: '1', data: '가' },
      { id: '1', data: '나' },
    ].slice(0, end === '\r' ? 1 : 2)
    expect(await read(single)).toEqual(expected)
  })

  it('tells how long to wait before the next connection', async () => {
    const pauses: number[] = []
    await read(pieces('retry: 250\nretry: soon\n\n'), { onRetry: (ms) => pauses.push(ms) })
    expect(pauses).toEqual([250])
  })

  it.each([
    ['an event of many lines', pieces(...new Array(20).fill(`data: ${'x'.repeat(100)}\n`))],
    ['a line without an end', pieces(...new Array(20).fill('x'.repeat(100)))],
  ])('stops at %s', async (_what, source) => {
    await expect(read(source)).rejects.toThrow('more than is taken')
  })

  it('stops when all of it is too much', async () => {
    const many = pieces(...new Array(20).fill('data: x\n\n'))
    await expect(read(many, { most: 100 })).rejects.toThrow('more than is taken')
  })
})
