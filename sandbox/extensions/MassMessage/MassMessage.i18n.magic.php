<?php

$magicWords = [
	'en' => [ 'target' => [ 0, 'target' ] ],
	'ar' => [ 'target' => [ 0, 'هدف', 'target' ] ],
	'cs' => [ 'target' => [ 0, 'cíl', 'target' ] ],
	'de' => [ 'target' => [ 0, 'ziel', 'target' ] ],
	'es' => [ 'target' => [ 0, 'destino', 'target' ] ],
	'ko' => [ 'target' => [ 0, '대상', 'target' ] ],
	'pl' => [ 'target' => [ 0, 'odbiorca', 'target' ] ],
	'pt' => [ 'target' => [ 0, 'destino', 'target' ] ],
	'sv' => [ 'target' => [ 0, 'mål', 'target' ] ],
	'zh' => [ 'target' => [ 0, '目标', 'target' ] ],
];
