import { names } from './names.ts';
import { prose } from './prose.ts';

/** Purposes for which the server itself requests a URL. */
export const outboundPurposes = names('outbound/outboundPurposes', {
  at: 'anywhere',
  form: 'as written',
  en: `
    webhook, hook, callback, notify, notification, ping, postback, fetch, import, discovery, jwks, workflow, crawl, clone
    upstream, health check, healthcheck, keychange
  `,
});

/** Fields that hold such a URL without saying so, where their format is a URI. */
export const outboundNames = names('outbound/outboundNames', {
  at: 'last',
  form: 'as written',
  en: 'webhook, callback',
});

export const addressNames = names('outbound/addressNames', {
  at: 'last',
  form: 'as written',
  en: 'url, uri, endpoint',
});

/** URLs under which others call this server. */
export const inboundWords = names('outbound/inboundWords', {
  at: 'anywhere',
  form: 'as written',
  en: 'incoming, inbound',
});

/** Addresses of anything: what is around them says whether the server calls them. */
export const plainAddresses = names('outbound/plainAddresses', {
  at: 'whole',
  form: 'as written',
  en: 'url, uri, endpoint, host, hostname, host name, base url, target url, server url, source url, endpoint url',
});

/** In the name of what an address belongs to: the server calls it. */
export const calledThings = names('outbound/calledThings', {
  at: 'anywhere',
  en: `
    webhook, hook, callback, event subscription, log drain, peer, remote, upstream, health check, healthcheck, uptime test
    log forwarding, log sink, push target, media upload
  `,
});

/** Last path segments of operations that fetch what a URL in their body leads to. */
export const fetchingSegments = names('outbound/fetchingSegments', {
  at: 'whole',
  form: 'as written',
  en: `
    url, from url, by url, fetch, import, crawl, scrape, ingest, screenshot, http get, http request, fetch url, load url
    import url, image proxy, favicon, link preview, unfurl
  `,
});

/** Addresses of contents, which are processed and not only stored where the path says so. */
export const contentAddresses = names('outbound/contentAddresses', {
  at: 'whole',
  form: 'as written',
  en: `
    url, uri, image url, img url, photo url, picture url, file url, document url, doc url, pdf url, page url, website url
    site url, video url, audio url, media url, recipe url, article url, input url, html url
  `,
});

/** Last path segments of operations that work on contents, which they have to load. */
export const processingSegments = names('outbound/processingSegments', {
  at: 'first',
  form: 'as written',
  en: `
    extract, analyze, analyse, classify, recognize, animate, render, convert, resize, crop, compress, thumbnail, parse
    summarize, transcribe, ocr, probe, inspect, detect, url info, page info, web page, screenshot, snapshot, preview
  `,
});

/** The server loads the page, whatever clients get in return. */
export const loadedPages = prose('outbound/loadedPages', {
  reads: 'topic',
  en: 'url …5 to (get|take) (a) screenshot',
});

/** Names next to a `url` that make a request of it. */
export const requestParts = names('outbound/requestParts', {
  at: 'whole',
  form: 'as written',
  en: 'headers, http headers, request headers',
});

/** Lists of what is allowed, in which an address is a restriction. */
export const allowLists = names('outbound/allowLists', {
  at: 'anywhere',
  en: 'pattern, allow list, allowlist, allowed, whitelist, filter',
});

/** Fields whose description may say that the server calls what is in them. */
export const describedAddresses = names('outbound/describedAddresses', {
  at: 'last',
  form: 'as written',
  en: 'url, uri, endpoint, host, hostname, target, server, webhook, registry',
});

/** The description of an address says that the server calls it. */
export const outboundTexts = prose('outbound/outboundTexts', {
  reads: 'topic',
  en: `
    webhook|callback url|uri|endpoint, receive|receives ~6 event|events|notification|notifications|webhooks|callbacks|logs
    events|notifications|webhooks|logs|requests|callbacks …3 posted|sent|delivered|forwarded|pushed
    send|sends|post|posts|deliver|forward|push ~4 events|notifications|webhooks|logs|callbacks|requests
    url|uri …2 to crawl|fetch|monitor|scrape|scan|ping|clone, from which ~6 retrieved|downloaded|fetched|imported
    host …4 of (the|a) remote, call|request ~3 forwarded, for the http call, root of the rest api of the remote
    hostname|host ~3 for|to accessing|connecting|connect
    url|uri ~4 to be analyzed|analysed|processed|parsed|scanned|classified|extracted|rendered|converted|transcribed
    url|uri …2 to probe|request|call|download|inspect|render|capture
    url …2 to make a request to, publicly|internet|web reachable|accessible …2 url|uri
    url|uri to which ~4 post|posts|send|sends|deliver|delivers|push|pushes
    url …8 to load, downloaded|retrieved|fetched|loaded from (the|this) (given) url|uri
  `,
});

/** The description of an address says what the server does with what it finds there, whoever else follows it. */
export const fetchedTexts = prose('outbound/fetchedTexts', {
  reads: 'topic',
  en: `
    url|uri …8 to query|fetch|scrape|crawl|crop|resize|capture|transcribe|convert|shoot|analyze|process|extract
    url …6 to create|take|make|get (a|the) screenshot|thumbnail|preview|snapshot|data
    url ~3 resource|file|document containing|with …4 data, enter the url for|of the video|image|audio|file
  `,
});

/** Fields with an address that do not say so: their description does. */
export const sourceNames = names('outbound/sourceNames', { at: 'last', form: 'as written', en: 'source, src' });

/** Addresses that something is imported from, where the path names what has to be loaded for it. */
export const sourceAddresses = names('outbound/sourceAddresses', {
  at: 'whole',
  form: 'as written',
  en: 'source url, source uri, media url, remote url, input url, ingest url',
});

/** Last path segments of operations whose objects have contents: created from a URL, they are loaded from there. */
export const contentSegments = names('outbound/contentSegments', {
  at: 'last',
  en: 'media, video, audio, recording, transcription, transcript, upload, import, asset, clip, podcast',
});

/** The description of an address says that people or their programs call it. */
export const shownAddresses = prose('outbound/shownAddresses', {
  reads: 'topic',
  en: `
    user|users|customer|customers|visitor|visitors|browser|browsers|people
    link|links|redirect|redirects|redirected, website, homepage, displayed, shown
  `,
});

/** Fields with the proxy through which the server is told to connect. */
export const proxyNames = names('outbound/proxyNames', {
  at: 'last',
  en: 'proxy url, proxy uri, proxy address, proxy host, proxy server, http proxy, sock proxy, egress proxy',
});

/** Objects that describe such a proxy. */
export const proxyHolders = names('outbound/proxyHolders', {
  at: 'last',
  en: 'proxy, proxy config, proxy setting, proxy option',
});

/** Fields of such an object with its host. */
export const hostNames = names('outbound/hostNames', { at: 'whole', en: 'address, host, hostname, url, uri, server' });

/** Fields that hold a host, and not a URL. */
export const hostFields = names('outbound/hostFields', { at: 'last', en: 'host, hostname, host name' });
