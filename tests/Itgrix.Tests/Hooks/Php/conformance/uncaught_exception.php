<?php
function deep() { throw new RuntimeException('no directory', 7, new LogicException('inner')); }
deep();
