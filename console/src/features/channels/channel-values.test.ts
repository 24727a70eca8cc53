import { expect, test } from 'vitest'
import { blankChannel, changesOf, creation } from './channel-values.ts'

const before = blankChannel('ops', 'ko')

test('only what changed is sent', () => {
  expect(changesOf({ ...before, min_severity: 'critical', events: [...before.events] }, before)).toEqual({
    min_severity: 'critical',
  })
  expect(changesOf(before, before)).toEqual({})
})

test('projects chosen before somebody switched to all of them are not sent', () => {
  const scope = { projects: 'all' as const, project_ids: [3], tags: ['shop'] }
  expect(creation('webhook', { ...before, scope }).scope).toEqual({ projects: 'all', project_ids: [], tags: [] })
  expect(changesOf({ ...before, scope }, before).scope).toEqual({ projects: 'all', project_ids: [], tags: [] })
})
