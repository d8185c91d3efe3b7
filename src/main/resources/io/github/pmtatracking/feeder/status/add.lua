-- KEYS: verdicts, kept, kept-bytes. ARGV: batch id, when to ask (ms since 1970), compressed lines, most bytes
-- kept. Returns 1, or 0 when only the id was noted, for want of room.
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
local bytes = tonumber(redis.call('GET', KEYS[3]) or '0')
if bytes + #ARGV[3] > tonumber(ARGV[4]) then
  return 0
end
if redis.call('HSET', KEYS[2], ARGV[1], ARGV[3]) == 1 then
  redis.call('INCRBY', KEYS[3], #ARGV[3])
end
return 1
