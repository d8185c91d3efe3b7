-- KEYS: index of the attempts by time, recipients of the attempt. ARGV: seconds to keep (not used), attempt.
redis.call('DEL', KEYS[2])
redis.call('ZREM', KEYS[1], ARGV[2])
return {}
