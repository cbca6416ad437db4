import { names } from './names.ts';
import { prose } from './prose.ts';

/** A path segment about webhooks. */
export const hookWords = names('webhooks/hookWords', {
  at: 'anywhere',
  en: 'hook, webhook',
});

/** The path segment before the name of a sender of webhooks. */
export const hookSegments = names('webhooks/hookSegments', {
  at: 'whole',
  en: 'hook, webhook, web hook, callback',
});

/** The last path segment of a receiver, behind the name of the service that delivers. */
export const singleHooks = names('webhooks/singleHooks', {
  at: 'whole',
  form: 'as written',
  en: 'webhook, web hook, hook, ipn',
});

/** The path segment before the name of a service that this API uses. */
export const serviceHolders = names('webhooks/serviceHolders', {
  at: 'last',
  en: 'service, provider, integration, connector, gateway, plugin',
});

/** Path segments behind `/webhooks` for managing them, and not for receiving. */
export const managingWords = names('webhooks/managingWords', {
  at: 'anywhere',
  en: `
    test, ping, verify, verification, validate, validation, valid, subscribe, subscription, subscriber, register
    registration, create, add, update, delete, remove, replay, resend, retry, rotate, list, search, bulk, batch
    enable, disable, config, configuration, configure, setting
  `,
});

/** Path segments behind `/your`: the client of the API serves this operation. */
export const placeholders = names('webhooks/placeholders', {
  at: 'first',
  form: 'as written',
  en: 'configured, own, path, endpoint, server, url, webhook',
});

/** The operation is a webhook that the API itself sends. */
export const sentWebhooks = prose('webhooks/sentWebhooks', {
  reads: 'claim',
  en: `
    this webhook will be called|sent|triggered, this webhook is called|sent|triggered, webhook will be invoked
    webhook is invoked
  `,
});

/** The last path segment of operations that register a URL for deliveries, besides `webhooks`. */
export const subscriptions = names('webhooks/subscriptions', {
  at: 'whole',
  en: 'event subscription, callback, notification endpoint, event destination, postback, log drain',
});

/** Fields for the URL to which webhooks are delivered. */
export const deliveryAddresses = names('webhooks/deliveryAddresses', {
  at: 'last',
  form: 'as written',
  en: 'url, uri, target, endpoint, address, callback, webhook, hook, destination',
});

/** Fields of a webhook with which its receiver recognizes the sender. */
export const deliveryProofs = names('webhooks/deliveryProofs', {
  at: 'anywhere',
  en: 'signature, signing, hmac, secret, token, auth, authorization, authentication, credential, header, password, certificate',
});

/** The text says that deliveries are signed, or how their sender is known. */
export const signedDeliveries = prose('webhooks/signedDeliveries', {
  reads: 'topic',
  en: `
    signature|signatures, signed|sign|signs ~6 webhook|webhooks|event|events|payload|payloads|request|requests|deliveries
    hmac, signing secret|key, shared secret, verify|validate|authenticate ~4 webhook|webhooks|sender, webhook secret
    secret ~5 header
  `,
});
