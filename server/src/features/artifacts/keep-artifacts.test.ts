import { afterEach, beforeEach, expect, it } from 'vitest'
import { day, hour } from '#kernel/clock.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { mostBytes, mostRuns } from './artifact.ts'
import { artifactById, artifactsOfMonitor, bytesOf, deleteOfMonitor } from './artifact-store.ts'
import { forgetArtifacts } from './forget-artifacts.ts'
import { keepArtifacts } from './keep-artifacts.ts'

const picture = (bytes = Buffer.from([0, 255, 10, 13])) => ({ type: 'screenshot' as const, name: 'step-1', bytes })

eachDatabase((open) => {
  let store: TestDatabase
  let clock: FakeClock
  beforeEach(async () => {
    store = await open()
    clock = new FakeClock()
  })
  afterEach(() => store.close())

  const look = (state: 'up' | 'down', slotAt = clock.now()) => ({ monitorId: 3, projectId: 5, slotAt, state })
  const keep = (owner: Parameters<typeof keepArtifacts>[1], files = [picture()]) =>
    keepArtifacts({ database: store.database, clock, keepDays: () => 14 }, owner, files)
  const kept = () => artifactsOfMonitor(store.database, 3, clock.now())

  it('gives back the bytes it was given', async () => {
    const [file] = await keep(look('down'))
    expect(file).toMatchObject({ type: 'screenshot', name: 'step-1', mime: 'image/webp', size: 4 })
    expect(Buffer.from((await bytesOf(store.database, file?.id ?? 0)) ?? [])).toEqual(picture().bytes)
  })

  it('keeps every failure, and of what goes well one look a day', async () => {
    for (let number = 0; number < 3; number++) {
      clock.jump(hour)
      expect(await keep(look('up'))).toHaveLength(number === 0 ? 1 : 0)
      expect(await keep(look('down', clock.now() + 1))).toHaveLength(1)
    }
    clock.jump(day)
    expect(await keep(look('up'))).toHaveLength(1)
    expect(await kept()).toHaveLength(5)
  })

  it('keeps the newest runs of a monitor, and nothing that is too large', async () => {
    for (let number = 0; number < mostRuns + 5; number++) {
      clock.jump(hour)
      await keep(look('down'), [picture(), picture(Buffer.alloc(mostBytes + 1))])
    }
    const files = await kept()
    expect(files).toHaveLength(mostRuns)
    expect(files[0]?.slotAt).toBe(clock.now())
    expect(Math.max(...files.map(({ size }) => size))).toBe(4)
  })

  it('forgets when the time has come: a look by hand after a day, others after the days of the setting', async () => {
    await keep(look('down'))
    const [mine] = await keep({ personId: 9, slotAt: clock.now(), state: 'up' })
    const job = forgetArtifacts({ database: store.database, clock })
    const run = () => job.run(new AbortController().signal)
    expect(await run()).toEqual({ deleted: 0 })
    clock.jump(day)
    expect(await run()).toEqual({ deleted: 1 })
    expect(await artifactById(store.database, mine?.id ?? 0)).toBeUndefined()
    clock.jump(13 * day)
    expect(await kept()).toEqual([])
    expect(await run()).toEqual({ deleted: 1 })
  })

  it('forgets all of a monitor that is gone for good', async () => {
    await keep(look('down'))
    await store.database.transaction((tx) => deleteOfMonitor(tx, 3))
    expect(await kept()).toEqual([])
  })
})

it('a figure that others build on', () => {
  expect(mostRuns * mostBytes).toBeLessThanOrEqual(300 * 1_048_576)
})
