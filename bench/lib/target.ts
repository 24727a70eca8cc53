/**
 * A quick target on every loopback address, so that no per-host cap is what we measure. `/count` says how many requests
 * it has served, which is the same honest count for whoever sends them. `target.ts <port>`
 */
import { createServer } from 'node:http'

let served = 0

createServer((request, response) => {
  response.setHeader('content-type', 'text/plain')
  if (request.url === '/count') return response.end(String(served))
  served++
  return response.end('ok')
}).listen(Number(process.argv[2]), '0.0.0.0', 4096, () => console.log('ready'))
