-- KEYS: dead, queue. ARGV: the letter, its entry. Moves the letter back into the queue. Returns 0 if the letter
-- is not there. The order of the commands has the reasons that process.lua gives.
if not redis.call('LPOS', KEYS[1], ARGV[1], 'RANK', -1) then
  return 0
end
redis.call('LTRIM', KEYS[1], 0, -1)
redis.call('RPUSH', KEYS[2], ARGV[2])
return redis.call('LREM', KEYS[1], -1, ARGV[1])
