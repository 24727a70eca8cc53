import { expect, it } from 'vitest'
import { belowOptions, blankMonitor, changesInput, creationInput, secretPaths } from './monitor-values.ts'

const hourly = { defaults: { check_interval: 300, timeout: 30 }, is_signalled: false }
const daily = { defaults: { check_interval: 86_400, timeout: 15 }, is_signalled: false }
const everySixth = { defaults: { check_interval: 1_800, timeout: 60, cycles: 6 }, is_signalled: false }

it('begins with what the kind itself would take', () => {
  expect(blankMonitor(daily)).toMatchObject({
    check_interval: 86_400,
    timeout: 15,
    retry_count: 3,
    alert_threshold: 1,
    recovery_threshold: 1,
    is_alert_enabled: true,
  })
  expect(blankMonitor(hourly)).toMatchObject({ check_interval: 300, alert_threshold: 3 })
  expect(blankMonitor({ ...hourly, is_signalled: true }).alert_threshold).toBe(1)
  expect(blankMonitor(everySixth)).toMatchObject({ check_interval: null, alert_threshold: 3 })
})

it('leaves the name to the kind when none was given', () => {
  expect(creationInput(4, 'tcp', blankMonitor(hourly, { host: 'a.test', port: 22 }))).toMatchObject({
    id: 4,
    kind: 'tcp',
    options: { host: 'a.test', port: 22 },
  })
  expect(creationInput(4, 'tcp', blankMonitor(hourly))).not.toHaveProperty('name')
  expect(creationInput(4, 'tcp', { ...blankMonitor(hourly), name: ' SSH ' })).toMatchObject({ name: 'SSH' })
})

it('sends options only when they changed, and then all of them', () => {
  const before = blankMonitor(hourly, { url: 'http://a.test', method: 'GET' })
  expect(changesInput(9, { ...before, alert_threshold: 5 }, before)).toEqual({ id: 9, alert_threshold: 5 })
  const after = { ...before, options: { ...before.options, method: 'HEAD' } }
  expect(changesInput(9, after, before)).toEqual({ id: 9, options: { url: 'http://a.test', method: 'HEAD' } })
})

it('finds secrets and refusals where the form has its options', () => {
  expect([...secretPaths({ secrets: ['auth.password', 'headers[0].value'] })]).toEqual([
    'options.auth.password',
    'options.headers[0].value',
  ])
  expect(belowOptions({ url: 'no', 'headers[0].name': 'bad' })).toEqual({
    'options.url': 'no',
    'options.headers[0].name': 'bad',
  })
})
