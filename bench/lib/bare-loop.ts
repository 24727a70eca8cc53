/**
 * What a check cannot be cheaper than: `node:http` without an agent, a new connection each, body read, nothing judged or
 * stored. Goes on until it is stopped. `bare-loop.ts <target port> <per second> <hosts>`
 */
import { get } from 'node:http'
import { atRate, targetOf } from './pace.ts'

const [port, perSecond, hosts] = process.argv.slice(2).map(Number) as [number, number, number]

atRate(perSecond, (n) => {
  get(targetOf(n, port, hosts), { agent: false }, (answer) => {
    answer.on('data', () => undefined)
  }).on('error', (error) => console.error(error.message))
})
console.log('ready')
