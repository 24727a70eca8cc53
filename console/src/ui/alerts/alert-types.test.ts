import * as contract from '@bongsu/contract/alerts.ts'
import { expect, test } from 'vitest'
import { allTopics, severities, usualTopics } from './alert-types.ts'
import { alertTexts } from './alerts.i18n.ts'

test('the lists of the console are those of the contract', () => {
  expect([...allTopics].sort()).toEqual([...contract.alertTopics].sort())
  expect(usualTopics).toEqual(contract.usualTopics)
  expect(severities).toEqual(contract.alertSeverities)
})

test('every event, state and kind of notification has words', () => {
  for (const language of ['ko', 'en'] as const) {
    const texts = alertTexts[language]
    expect(Object.keys(texts.events).sort()).toEqual([...contract.notificationTypes].sort())
    expect(Object.keys(texts.states).sort()).toEqual([...contract.deliveryStates].sort())
  }
})
