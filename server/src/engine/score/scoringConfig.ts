import { type Config, defaultConfig } from '../config/config.ts';

/** The part of the configuration that a score heeds: what is said about the API. What is said about rules does not count. */
export function scoringConfig(config: Config): Config {
  const { profile, rules, pillars, structure, echoes, confidence } = defaultConfig;
  const isPlain =
    config.profile === profile &&
    Object.keys(config.rules).length === 0 &&
    Object.keys(config.pillars).length === 0 &&
    config.echoes === echoes &&
    config.confidence === confidence;
  // The same object, so that the analysis is the one that exists.
  return isPlain ? config : { ...config, profile, rules, pillars, structure, echoes, confidence };
}
