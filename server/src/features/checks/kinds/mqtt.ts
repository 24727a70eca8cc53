import { randomBytes } from 'node:crypto'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { Conversation } from '#platform/outbound/index.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import {
  connectPacket,
  disconnectPacket,
  type MqttVersion,
  notMqtt,
  type Packet,
  packetTypes,
  pingPacket,
  readPacket,
  readPublish,
  skipProperties,
  subscribePacket,
} from './mqtt/packets.ts'
import { refusedBy, subscriptionRefused } from './mqtt/reasons.ts'
import {
  conversationWith,
  hostField,
  plainText,
  portField,
  sections,
  securityField,
  signInFields,
  tlsFields,
} from './shared/connection-fields.ts'
import { conversedLook } from './shared/conversed-look.ts'
import { expectedValueFields, judgeValue } from './shared/expected-value.ts'
import { oneLine, type Refusal } from './shared/server-refusal.ts'

const options = z.strictObject({
  host: hostField(),
  port: portField(1883),
  security: securityField(),
  version: z
    .enum(['3.1.1', '5'])
    .default('3.1.1')
    .meta({
      label: text('MQTT 버전', 'MQTT version'),
      choices: { '3.1.1': text('3.1.1', '3.1.1'), '5': text('5.0', '5.0') },
      advanced: true,
    }),
  ...signInFields(),
  client_id: plainText(200)
    .optional()
    .meta({
      label: text('클라이언트 ID', 'Client id'),
      help: text('비워 두면 점검마다 새로 정합니다.', 'Left empty, a new one each time.'),
      section: sections.auth,
      advanced: true,
    }),
  topic: plainText(1000)
    .optional()
    .meta({
      label: text('토픽', 'Topic'),
      help: text(
        '구독하여 메시지 하나를 기다립니다. 보관된(retained) 메시지가 있으면 바로 옵니다.',
        'It is subscribed to, and one message is waited for; a retained one comes at once.',
      ),
      section: sections.expect,
    }),
  ...expectedValueFields(),
  ...tlsFields(),
})
type MqttOptions = z.output<typeof options>

export const mqtt = checkKind({
  label: text('MQTT', 'MQTT'),
  summary: text(
    'MQTT 브로커에 연결해 로그인하고, 원하면 토픽의 메시지를 확인합니다.',
    'Connects to an MQTT broker, signs in and, if wanted, looks at a message of a topic.',
  ),
  group: 'data',
  options,
  example: { host: 'broker.example.com', port: 8883, security: 'tls', topic: 'plant/status', expect: 'online' },
  defaults: { check_interval: 300, timeout: 15 },
  host: ({ host }) => host,
  look,
})

async function look(asked: MqttOptions, context: LookContext): Promise<Seen> {
  const request = conversationWith(asked, asked.security === 'tls', context)
  const keepAliveSeconds = Math.ceil(context.timeoutMs / 1000) + 5
  const answer = await context.outbound.converse(request, (talk) => dialogue(talk, asked, keepAliveSeconds))
  const seen = conversedLook(answer, ({ refusal, message }) => ({
    refusal,
    assertions:
      refusal || asked.topic === undefined ? [] : judgeValue(`message on ${asked.topic}`, message?.value ?? '', asked),
    evidence: message ? { topic: message.topic, value: oneLine(message.value, 500), retained: message.isRetained } : {},
    message: message
      ? text('MQTT 브로커에서 메시지를 받았습니다.', 'The MQTT broker gave a message.')
      : text('MQTT 브로커가 응답합니다.', 'The MQTT broker answers.'),
  }))
  return seen.evidence.failed_step === 'message' && seen.errorCode === 'timeout'
    ? { ...seen, message: noMessage }
    : seen
}

const noMessage = text(
  '제한 시간 안에 토픽에 메시지가 오지 않았습니다.',
  'No message came on the topic within the time limit.',
)

interface MqttSeen {
  readonly refusal?: Refusal | undefined
  readonly message?: { readonly topic: string; readonly value: string; readonly isRetained: boolean }
}

/** A broker that says why it hangs up has answered. */
class HungUp extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.said)
    this.refusal = refusal
  }
}

async function dialogue(talk: Conversation, asked: MqttOptions, keepAliveSeconds: number): Promise<MqttSeen> {
  try {
    return await signInAndLook(talk, asked, keepAliveSeconds)
  } catch (error) {
    if (error instanceof HungUp) return { refusal: error.refusal }
    throw error
  }
}

async function signInAndLook(talk: Conversation, asked: MqttOptions, keepAliveSeconds: number): Promise<MqttSeen> {
  const { version, username, password, topic } = asked
  talk.step('sign_in')
  const clientId = asked.client_id ?? `bongsu-${randomBytes(6).toString('hex')}`
  talk.write(connectPacket({ version, clientId, username, password, keepAliveSeconds }))
  const refusal = connackOf(await expectPacket(talk, packetTypes.connack, version), version)
  if (refusal) return { refusal }
  const seen = topic === undefined ? await ping(talk, version) : await subscribe(talk, version, topic)
  talk.write(disconnectPacket)
  return seen
}

/** Section 3.2: flags, then the code; 0 is a welcome. */
function connackOf({ body }: Packet, version: MqttVersion): Refusal | undefined {
  body.skip(1)
  const code = body.u8()
  return code === 0 ? undefined : refusedBy(code, version)
}

async function ping(talk: Conversation, version: MqttVersion): Promise<MqttSeen> {
  talk.step('ping')
  talk.write(pingPacket)
  await expectPacket(talk, packetTypes.pingresp, version)
  return {}
}

async function subscribe(talk: Conversation, version: MqttVersion, topic: string): Promise<MqttSeen> {
  talk.step('subscribe')
  talk.write(subscribePacket(version, topic))
  let early: Packet | undefined
  let answer = await readPacket(talk)
  // A retained message may overtake the answer to the subscription (section 3.8.4).
  while (answer.type === packetTypes.publish) {
    early ??= answer
    answer = await readPacket(talk)
  }
  const { body } = isOf(answer, packetTypes.suback, version)
  body.skip(2)
  skipProperties(body, version)
  const granted = body.u8()
  if (granted >= 0x80) return { refusal: subscriptionRefused(granted, version) }
  talk.step('message')
  const published = early ?? (await expectPacket(talk, packetTypes.publish, version))
  const message = readPublish(published, version)
  const isRetained = (published.flags & 1) === 1
  return { message: { topic: message.topic, value: message.payload.toString('utf8'), isRetained } }
}

const expectPacket = async (talk: Conversation, type: number, version: MqttVersion): Promise<Packet> =>
  isOf(await readPacket(talk), type, version)

function isOf(packet: Packet, type: number, version: MqttVersion): Packet {
  if (packet.type === type) return packet
  // Version 5 says why it hangs up (section 3.14); the connection ends with it.
  if (packet.type === packetTypes.disconnect && version === '5' && packet.body.left > 0) {
    throw new HungUp(refusedBy(packet.body.u8(), version))
  }
  throw notMqtt()
}
