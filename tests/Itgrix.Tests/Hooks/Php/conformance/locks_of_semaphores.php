<?php
$semaphore = sem_get(ftok(__FILE__, 'a')); $got = sem_acquire($semaphore, true);
$memory = shm_attach(ftok(__FILE__, 'b'), 1000); $count = shm_has_var($memory, 1) ? shm_get_var($memory, 1) : 0;
shm_put_var($memory, 1, $count + 1); $same = shm_get_var($memory, 1) === $count + 1; shm_remove($memory);
return array('state' => 'success', 'data' => array($got, $same));
