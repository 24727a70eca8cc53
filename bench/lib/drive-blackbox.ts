/**
 * Asks a blackbox_exporter for probes as Prometheus does, over kept connections. Goes on until it is stopped.
 * `drive-blackbox.ts <exporter port> <target port> <per second> <hosts>`
 */
import { Agent, get } from 'node:http'
import { atRate, targetOf } from './pace.ts'

const [exporter, port, perSecond, hosts] = process.argv.slice(2).map(Number) as [number, number, number, number]
const agent = new Agent({ keepAlive: true })

atRate(perSecond, (n) => {
  const path = `/probe?module=http_2xx&target=${encodeURIComponent(targetOf(n, port, hosts))}`
  get({ host: '127.0.0.1', port: exporter, path, agent }, (answer) => {
    let body = ''
    answer.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    answer.on('end', () => /^probe_success 1$/m.test(body) || console.error(`a probe failed: ${body.slice(0, 200)}`))
  }).on('error', (error) => console.error(error.message))
})
console.log('ready')
