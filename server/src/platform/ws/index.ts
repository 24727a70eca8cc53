/**
 * The live door: WebSocket streams of signed-in people and tokens, and the hub through which rooms speak to them.
 * What is worth saying is the rooms' affair.
 */
export { type Hub, type HubMessage, hubKey, LiveHub } from './hub.ts'
export { Throttle } from './throttle.ts'
export { addWebSocketDoor, type WebSocketLimits, type WebSocketParts } from './websocket-door.ts'
