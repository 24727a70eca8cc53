import { afterEach, expect, it } from 'vitest'
import { minute } from '#kernel/clock.ts'
import type { UpstreamAddress, UpstreamLink } from '#platform/mcp/index.ts'
import { FakeClock } from '#test/fake-clock.ts'
import type { Upstream } from './upstream.ts'
import { UpstreamLinks } from './upstream-links.ts'

const clock = new FakeClock()
const opened: { address: UpstreamAddress; isOpen: boolean; isBusy: boolean }[] = []
afterEach(() => opened.splice(0))

/** Says which ways are open; nothing is asked on them here. */
const links = () =>
  new UpstreamLinks({
    clock,
    programs: new Map(),
    onChanged: () => undefined,
    open({ address }) {
      const one = { address, isOpen: true, isBusy: false }
      opened.push(one)
      return {
        get isBusy() {
          return one.isBusy
        },
        close: async () => {
          one.isOpen = false
        },
      } as UpstreamLink
    },
  })
const upstream = {
  id: 1,
  slug: 'a',
  kind: 'http',
  url: 'https://a.example/mcp',
  revision: 1,
  isEnabled: true,
} as Upstream
const of = (key: string) => ({ headers: { authorization: key }, key })
const open = () => opened.map(({ isOpen }) => isOpen)

it('one way is shared by all who come with the same credential, and by nobody else', () => {
  const ways = links()
  expect(ways.to(upstream, of('kim'))).toBe(ways.to(upstream, of('kim')))
  expect(ways.to(upstream, of('lee'))).not.toBe(ways.to(upstream, of('kim')))
  expect(opened.map(({ address }) => address)).toMatchObject([
    { headers: { authorization: 'kim' } },
    { headers: { authorization: 'lee' } },
  ])
})

it('a server that is reached in another way, is switched off or gone has no way left', () => {
  for (const live of [
    new Map([[1, { ...upstream, revision: 2 }]]),
    new Map([[1, { ...upstream, isEnabled: false }]]),
    new Map(),
  ]) {
    const ways = links()
    ways.to(upstream, of('kim'))
    ways.closeExcept(new Map([[1, upstream]]))
    expect(open()).toEqual([true])
    ways.closeExcept(live)
    expect(open()).toEqual([false])
    opened.splice(0)
  }
})

it('what nobody uses is closed after a quarter of an hour, and the oldest when there are too many', () => {
  const ways = links()
  ways.to(upstream, of('kim'))
  clock.jump(10 * minute)
  ways.to(upstream, of('lee'))
  clock.jump(10 * minute)
  ways.closeIdle()
  expect(open()).toEqual([false, true])
  for (let person = 0; person < 200; person++) ways.to(upstream, of(String(person)))
  expect(open().filter(Boolean)).toHaveLength(200)
  expect(open()[1]).toBe(false)
})

it('one that somebody waits for or listens on stays, however long that takes and however many there are', () => {
  const ways = links()
  ways.to(upstream, of('kim'))
  for (const one of opened) one.isBusy = true
  clock.jump(20 * minute)
  ways.closeIdle()
  for (let person = 0; person < 200; person++) ways.to(upstream, of(String(person)))
  expect(open()[0]).toBe(true)
  expect(open().filter(Boolean)).toHaveLength(200)
  for (const one of opened) one.isBusy = true
  ways.to(upstream, of('park'))
  expect(open().at(-1)).toBe(true)
  for (const one of opened) one.isBusy = false
  ways.closeIdle()
  expect(open()[0]).toBe(false)
})
