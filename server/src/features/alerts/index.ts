/**
 * Alerts: who is told of what happened, by which channel, in which words, until it arrived. Channels and their kinds,
 * templates, the outbox and its sender, people's notification centres, and what open consoles hear at once.
 * It does not decide that something happened (incidents), and people's own mail is another room's (mail).
 *
 * Who is told without anybody asking: the owner of a project, administrators and managers find it in their notification
 * centre; the owner gets it by mail too, where the account wants mail and a mail server is set up. Everybody else is
 * told by a channel. News that the judge marks as suppressed is told to nobody.
 */
import { randomUUID } from 'node:crypto'
import { text } from '@bongsu/contract/text.ts'
import type { Registry } from 'prom-client'
import { approvalWanted, peopleKey, personLocked } from '#features/identity/index.ts'
import { incidentsKey, noticeRaised, stateChanged } from '#features/incidents/index.ts'
import { projectChanged, projectsKey } from '#features/projects/index.ts'
import { generalSetting, type Settings, settingsKey, smtpServerOf, smtpSetting } from '#features/settings/index.ts'
import type { Clock } from '#kernel/clock.ts'
import { isFailure } from '#kernel/errors.ts'
import type { Room } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Database, Events, Tx } from '#platform/db/contract.ts'
import type { Logger } from '#platform/log/log.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { outboundKey } from '#platform/outbound/index.ts'
import { sealerKey } from '#platform/secrets/sealer.ts'
import { hubKey } from '#platform/ws/index.ts'
import { deliveriesPlanned } from './alerts-events.ts'
import { type Alerts, alertsKey, alertsServiceKey } from './alerts-service.ts'
import type { House } from './compose-message.ts'
import { createDeliver } from './deliver-message.ts'
import { forgetOldAlerts } from './forget-old-alerts.ts'
import { pushNews } from './live/push-news.ts'
import { createMailer } from './mailer.ts'
import { createProjectChannels } from './manage/project-channels.ts'
import type { AlertNews } from './news.ts'
import { newsOfChange, newsOfNotice } from './news-of-event.ts'
import { createNotify } from './notifications/notify.ts'
import { createNotifyOfNews } from './notifications/notify-of-news.ts'
import { alertOperations } from './operations.ts'
import { createClaims } from './outbox/claim-deliveries.ts'
import { type OutboxTimes, outboxTimes } from './outbox/delivery.ts'
import { deadDeliveries } from './outbox/delivery-log-store.ts'
import { addOutboxMetrics } from './outbox/outbox-metrics.ts'
import { createPlan } from './outbox/plan-deliveries.ts'
import { Sender, type SenderHealth, type SenderParts } from './outbox/sender.ts'
import { createSettle } from './outbox/settle-delivery.ts'

export { type Alerts, alertsKey } from './alerts-service.ts'
export type { Audience, Notice } from './notifications/notify.ts'
export type { SenderHealth } from './outbox/sender.ts'

export interface AlertsParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly log: Logger
  /** Must hold people, settings, projects, incidents, the sealer, the way out and the hub. */
  readonly services: Services
  /** Whether this process sends (the `worker` role); every process plans. True unless said. */
  readonly sends?: boolean
  readonly metrics?: Registry
  /** Tests make the waits small. */
  readonly times?: Partial<OutboxTimes>
  readonly failpoint?: SenderParts['failpoint']
}

export function createAlerts(parts: AlertsParts): { room: Room<AnyOperation>; alerts: Alerts } {
  const { database, events, clock, log, services } = parts
  const people = services.use(peopleKey)
  const settings = services.use(settingsKey)
  const projects = services.use(projectsKey)
  const incidents = services.use(incidentsKey)
  const sealer = services.use(sealerKey)
  const outbound = services.use(outboundKey)
  const times = { ...outboxTimes, ...parts.times }
  const house = (): House => houseOf(settings)
  const canMail = () => hasMailServer(settings)

  const notify = createNotify(people, clock)
  const notifyOfNews = createNotifyOfNews(projects, notify)
  const plan = createPlan({ people, projects, canMail, times })
  const followProject = createProjectChannels({ projects, sealer, house })
  const sendMail = createMailer(outbound.smtp, () => settings.get(smtpSetting))
  const deliver = createDeliver({ database, clock, outbound, sendMail, sealer, notify, house })
  const sender = new Sender({
    database,
    clock,
    name: randomUUID(),
    times,
    claimLane: createClaims({ incidents, people, times }),
    settle: createSettle({ incidents, notify, random: Math.random }),
    deliver: deliver.claim,
    warn: (message) => log.warn(message),
    ...(parts.failpoint ? { failpoint: parts.failpoint } : {}),
  })

  if (parts.metrics) addOutboxMetrics(parts.metrics, database, clock)

  const breathe = breathing()
  const tell = async (tx: Tx, news: AlertNews): Promise<void> => {
    await breathe(tx)
    await plan(tx, news, clock.now())
    await notifyOfNews(tx, news)
  }
  events.within(stateChanged, async (tx, change) => {
    const news = newsOfChange(change)
    if (news && change.suppressed === null) await tell(tx, news)
  })
  events.within(noticeRaised, async (tx, notice) => {
    if (notice.suppressed === null) await tell(tx, newsOfNotice(notice))
  })
  events.within(projectChanged, async (tx, { projectId, change }) => {
    if (change !== 'maintenance' && change !== 'paused' && change !== 'resumed')
      await followProject(tx, projectId, clock.now())
  })
  events.within(personLocked, async (tx, locked) => {
    await notify(tx, {
      to: { roles: ['admin'], personIds: [locked.personId] },
      key: `locked:${locked.personId}:${locked.lockedUntil}`,
      type: 'account_locked',
      severity: 'warning',
      title: text(`로그인 잠금 - ${locked.personName}`, `Sign-in locked - ${locked.personName}`),
      message: lockedText(locked.personEmail, locked.failures, locked.address),
      link: '/sign-ins',
    })
  })
  events.within(approvalWanted, async (tx, { personId, personName, personEmail }) => {
    await notify(tx, {
      to: 'admins',
      key: `approval:${personId}`,
      type: 'approval_wanted',
      severity: 'info',
      title: text('가입 승인 요청', 'Somebody waits for approval'),
      message: text(
        `${personName}(${personEmail})님이 가입 승인을 기다립니다.`,
        `${personName} (${personEmail}) signed up and waits for approval.`,
      ),
      link: '/people',
    })
  })
  events.after(deliveriesPlanned, () => sender.wake())
  const live = pushNews({ database, events, clock, hub: services.use(hubKey), people })

  const alerts: Alerts = {
    notify,
    sendMail,
    retryNow: () => sender.retryNow(),
    health: () => sender.health(),
    problem: () => senderProblem(sender.health(), clock.now()),
    deadCount: deadDeliveries,
  }
  services.provide(alertsKey, alerts).provide(alertsServiceKey, { sealer, deliver, notify, sender, house })

  return {
    alerts,
    room: {
      name: 'alerts',
      operations: alertOperations,
      jobs: [forgetOldAlerts(database, clock)],
      async start() {
        if (parts.sends !== false) sender.start()
      },
      async stop(deadline) {
        live.stop()
        await sender.stop(deadline)
      },
    },
  }
}

/** So many pieces of news in one transaction before the loop gets a turn: a burst of hundreds must not stall it. */
const newsPerTurn = 25

function breathing(): (tx: Tx) => Promise<void> {
  const told = new WeakMap<Tx, number>()
  return async (tx) => {
    const count = (told.get(tx) ?? 0) + 1
    told.set(tx, count)
    if (count % newsPerTurn === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}

/** A sender that has not got through a round for this long is stuck, whatever it says. */
const stuckAfterMs = 60_000

function senderProblem({ isRunning, lastRoundAt, lastError }: SenderHealth, now: number): string | null {
  if (!isRunning) return null
  if (lastError !== null) return `the outbox cannot be read: ${lastError}`
  return lastRoundAt !== null && now - lastRoundAt > stuckAfterMs ? 'the sender is stuck' : null
}

/**
 * Asked while a state change is being written, so it must never throw. A server whose password cannot be opened is still
 * a server: its mails wait in the outbox, and say why, until the key is back or a new password is entered.
 */
function hasMailServer(settings: Settings): boolean {
  try {
    return smtpServerOf(settings.get(smtpSetting)) !== null
  } catch (error) {
    if (isFailure(error)) return true
    throw error
  }
}

function houseOf(settings: Settings): House {
  const general = settings.get(generalSetting)
  return {
    language: general.language,
    timeZone: general.time_zone,
    publicUrl: general.public_url?.replace(/\/+$/, '') ?? null,
  }
}

const lockedText = (email: string, failures: number, address: string | null) =>
  text(
    `${email} 계정에 ${address ?? '알 수 없는 주소'}에서 비밀번호를 ${failures}번 틀려 잠시 막았습니다.`,
    `${failures} wrong passwords for ${email} from ${address ?? 'an unknown address'}; sign-in from there has to wait.`,
  )
