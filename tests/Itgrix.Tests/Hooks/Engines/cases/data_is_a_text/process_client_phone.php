<?php
return array('state' => 'success', 'data' => '89001234567');
