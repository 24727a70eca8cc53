import { member, memberNames } from '#kernel/catalogue.ts'
import { api } from './api.ts'
import { browser } from './browser.ts'
import { change } from './change.ts'
import { content } from './content.ts'
import type { AnyCheckKind } from './contract.ts'
import { dns } from './dns.ts'
import { domain } from './domain.ts'
import { grpc } from './grpc.ts'
import { headers } from './headers.ts'
import { heartbeat } from './heartbeat.ts'
import { http } from './http.ts'
import { imap } from './imap.ts'
import { keyword } from './keyword.ts'
import { mcp } from './mcp.ts'
import { mqtt } from './mqtt.ts'
import { mysql } from './mysql.ts'
import { ping } from './ping.ts'
import { pop3 } from './pop3.ts'
import { postgres } from './postgres.ts'
import { redis } from './redis.ts'
import { smtp } from './smtp.ts'
import { synthetic } from './synthetic.ts'
import { tcp } from './tcp.ts'
import { tls } from './tls.ts'
import { udp } from './udp.ts'
import { websocket } from './websocket.ts'

/** Every check kind, one line each. Nothing else in the product knows a kind by name. */
const catalogue = {
  http,
  keyword,
  content,
  change,
  headers,
  api,
  browser,
  synthetic,
  tls,
  domain,
  tcp,
  udp,
  dns,
  heartbeat,
  ping,
  websocket,
  grpc,
  mcp,
  smtp,
  imap,
  pop3,
  postgres,
  mysql,
  redis,
  mqtt,
} satisfies Record<string, AnyCheckKind>

export type KindName = keyof typeof catalogue

export const kindNames = memberNames(catalogue)

export const kindOf = (name: string): AnyCheckKind | undefined => member<AnyCheckKind>(catalogue, name)
