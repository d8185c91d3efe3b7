-- KEYS: index of the attempts by time, recipients of the attempt. ARGV: seconds to keep (not used), attempt,
-- recipients.
for i = 3, #ARGV do redis.call('SREM', KEYS[2], ARGV[i]) end
if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('ZREM', KEYS[1], ARGV[2]) end
return {}
