import { describe, expect, it } from 'vitest'
import { ConfigError, listensOnLoopback, ownDoors, ownStores, pinnedSettings, readConfig } from './config.ts'

const messageOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return String((error as Error).message)
  }
  return ''
}

describe('readConfig', () => {
  it('needs nothing: one process, one file, loopback', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8600,
      roles: ['api', 'scheduler', 'worker'],
      redisUrl: null,
    })
    expect(config.databaseUrl).toMatch(/^sqlite:.*data.bongsu\.db$/)
  })

  it('reports every mistake at once', () => {
    const read = () =>
      readConfig({
        BONGSU_PORT: '99999',
        BONGSU_ROLES: 'api,cook',
        BONGSU_OUTBOUND_ALLOW: '10.0.0.0/8,ten',
        BONGSU_ADMIN_EMAIL: 'a@b.c',
      })
    expect(read).toThrow(ConfigError)
    for (const name of ['BONGSU_PORT', 'BONGSU_ROLES', '"ten"', 'BONGSU_ADMIN_PASSWORD']) expect(read).toThrow(name)
  })

  it('says them in Korean and in English, and repeats nothing that may be secret', () => {
    const wrong = {
      BONGSU_HOST: 'not a host',
      BONGSU_LOG_LEVEL: 'loud',
      BONGSU_BROWSER_SANDBOX: 'maybe',
      BONGSU_TRUSTED_PROXIES: '-1',
      BONGSU_PUBLIC_URL: 'example.com',
      BONGSU_DATABASE_URL: 'postgres://me:hunter22@:bad/x',
      BONGSU_REDIS_URL: 'http://me:hunter22@redis',
      BONGSU_SECRET_KEY: 'hunter22',
      BONGSU_OLD_SECRET_KEYS: 'hunter22,hunter22hunter22hunter22hunter22',
      BONGSU_ADMIN_EMAIL: 'nobody',
      BONGSU_ADMIN_PASSWORD: 'hunt22',
      BONGSU_URL: 'ftp://x',
    }
    const told = messageOf(() => readConfig(wrong))
    const [korean = '', english = ''] = told.split('\n\n')
    for (const name of Object.keys(wrong)) {
      expect(korean, name).toMatch(new RegExp(`- ${name}: .*합니다`))
      expect(english, name).toMatch(new RegExp(`- ${name} must be `))
    }
    expect(told).toContain('"loud"')
    expect(told).not.toMatch(/hunter22|hunt22/)
  })

  it('refuses a scheduler whose due checks nobody would hear of', () => {
    expect(() => readConfig({ BONGSU_ROLES: 'api,scheduler' })).toThrow('BONGSU_REDIS_URL')
    expect(readConfig({ BONGSU_ROLES: 'scheduler', BONGSU_REDIS_URL: 'redis://r' }).roles).toEqual(['scheduler'])
    expect(readConfig({ BONGSU_ROLES: 'scheduler,worker' }).roles).toEqual(['scheduler', 'worker'])
  })

  it('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true)
  })

  it('knows which listeners only this machine can reach', () => {
    expect(['127.0.0.1', 'localhost', '::1', '127.8.8.8'].map(listensOnLoopback)).toEqual([true, true, true, true])
    expect(['0.0.0.0', '::', '10.0.0.1'].map(listensOnLoopback)).toEqual([false, false, false])
  })

  it('names its own stores under every name of this machine', () => {
    const config = readConfig({
      BONGSU_DATABASE_URL: 'postgres://b@localhost/b',
      BONGSU_REDIS_URL: 'redis://10.0.0.5:6380',
    })
    expect(ownStores(config)).toEqual([
      { address: 'localhost', port: 5432 },
      { address: '127.0.0.1', port: 5432 },
      { address: '::1', port: 5432 },
      { address: '10.0.0.5', port: 6380 },
    ])
    expect(ownStores(readConfig({}))).toEqual([])
  })

  it('names its own listener, under every address of this machine where it listens on all', () => {
    expect(ownDoors({ address: '127.0.0.1', port: 8600 })).toEqual([{ address: '127.0.0.1', port: 8600 }])
    expect(ownDoors({ address: '0.0.0.0', port: 8600 })).toEqual(
      expect.arrayContaining([
        { address: '0.0.0.0', port: 8600 },
        { address: '127.0.0.1', port: 8600 },
      ]),
    )
  })

  it('fixes the system settings the environment decides, and only those', () => {
    expect(pinnedSettings(readConfig({}))).toEqual({})
    expect(pinnedSettings(readConfig({ BONGSU_MIN_CHECK_INTERVAL: '10' }))).toEqual({
      monitoring: { min_check_interval: 10 },
    })
  })
})
