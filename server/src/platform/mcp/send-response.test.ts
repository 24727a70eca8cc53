import net, { type AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { expect, it } from 'vitest'
import { sendResponse } from './send-response.ts'

it('lets go of a reader who takes nothing, before what waits for them fills the memory', async () => {
  const app = Fastify()
  let given = 0
  let isLeft = false
  app.get('/', (_request, reply) => {
    const chunk = new Uint8Array(1_048_576)
    let pushing: NodeJS.Timeout
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        // As the protocol engine does: whatever there is to tell is told, however much of it waits.
        pushing = setInterval(() => {
          given += 1
          controller.enqueue(chunk)
        }, 1)
      },
      cancel() {
        isLeft = true
        clearInterval(pushing)
      },
    })
    return sendResponse(reply, new Response(body, { headers: { 'content-type': 'text/event-stream' } }))
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const socket = net.connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await expect.poll(() => isLeft || given > 200, { timeout: 20_000 }).toBe(true)
  expect(isLeft).toBe(true)
  socket.destroy()
  await app.close()
})
