-- KEYS: index of the attempts by time, recipients of the attempt. ARGV: seconds to keep, attempt,
-- recipients. Returns attempts that are too old by now.
local now = redis.call('TIME')[1]
redis.call('ZADD', KEYS[1], now, ARGV[2])
for i = 3, #ARGV do redis.call('SADD', KEYS[2], ARGV[i]) end
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[1], 'LIMIT', 0, 100)
