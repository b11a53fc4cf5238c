<?php
return array('state' => 'success', 'data' => null);
