import { expect, it } from 'vitest'
import { notOpened } from './visit-failures.ts'

const noProxyFailure = {
  failureOf: () => undefined,
  failures: () => [],
  receivedBytes: () => 0,
  isOverfull: () => false,
}
const seen = (error: string) => notOpened({ error, url: 'http://shop.example/', durationMs: 1234.4 }, noProxyFailure)

it('what a browser says of a page that does not open is told by its sort', () => {
  expect(seen('page.goto: net::ERR_CERT_DATE_INVALID at http://shop.example/')).toMatchObject({ errorCode: 'tls' })
  expect(seen('page.goto: net::ERR_CONNECTION_RESET at http://shop.example/')).toMatchObject({ errorCode: 'connect' })
  expect(seen('page.goto: net::ERR_EMPTY_RESPONSE at http://shop.example/')).toMatchObject({ errorCode: 'http' })
  expect(seen('page.goto: Timeout 5000ms exceeded.')).toMatchObject({
    state: 'down',
    errorCode: 'timeout',
    message: { en: 'The page did not open in time (1234 ms).' },
  })
})

it('a port that no browser opens is a mistake of the options, and no failure of whoever is there', () => {
  expect(seen('page.goto: net::ERR_UNSAFE_PORT at http://shop.example:1/')).toMatchObject({
    state: 'unknown',
    errorCode: 'config',
  })
})
