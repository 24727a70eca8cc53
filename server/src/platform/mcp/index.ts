/**
 * The wire of the Model Context Protocol: addresses, revisions, sessions, streams. It knows who calls and passes each
 * request to a face; what may be seen or called is the face's affair. In the other direction, a link to a server of
 * somebody else.
 */
export {
  internalError,
  invalidParams,
  type McpExchange,
  type McpFace,
  type McpList,
  McpRefusal,
  methodNotFound,
} from './face.ts'
export type { Json } from './json.ts'
export { addMcpDoor, type McpDoor, type McpDoorParts } from './mcp-door.ts'
export type { McpRequest } from './mcp-request.ts'
export { ownerOf } from './owner.ts'
export { withAnswers } from './upstream/answer-inputs.ts'
export {
  type UpstreamAddress,
  type UpstreamExchange,
  UpstreamFailure,
  type UpstreamLink,
  type UpstreamLinkParts,
  type UpstreamOffer,
  type UpstreamPeer,
  UpstreamRefusal,
  type UpstreamSession,
} from './upstream/contract.ts'
export { tasksExtension } from './upstream/conversation.ts'
export { type OpenUpstreamParts, openUpstream } from './upstream/open-upstream.ts'
