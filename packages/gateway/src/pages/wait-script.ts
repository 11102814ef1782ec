/**
 * The script of the waiting page, in the JavaScript of old web views: hears how the sign-in stands, by a stream or by asking,
 * and loads the page again when it has changed; once confirmed it goes on. A stream that brings no word is given up for asking:
 * something on the way holds it back. Beside it counts down, and says when the connection is lost.
 */
export const waitScript =
  '(function(){var d=document,w=d.getElementById("wait"),s=w.getAttribute("data-state"),p=w.getAttribute("data-path"),' +
  'end=Date.now()+w.getAttribute("data-left")*1e3,l=d.getElementById("left"),o=d.getElementById("off"),over=false,late=0;' +
  'function go(t){if(!over){over=true;location.replace(t)}}' +
  'function lost(y){clearTimeout(late);late=0;if(o)o.hidden=!y}' +
  'function hear(t){lost(false);if(t==="confirmed")go(p+"/go");else if(t!==s)go(p)}' +
  // A new code ends this one: the news of that must not overtake the way to the new one.
  'd.addEventListener("submit",function(){over=true});' +
  'if(s==="confirmed"){go(p+"/go");return}' +
  'function ask(){if(over)return;var x=new XMLHttpRequest();x.open("GET",p+"/state");x.onload=function(){' +
  'if(x.status===200)try{hear(JSON.parse(x.responseText).state)}catch(e){}setTimeout(ask,2000)};' +
  'x.onerror=function(){lost(true);setTimeout(ask,3000)};x.send()}' +
  'function stream(){var e=new EventSource(p+"/events"),t=setTimeout(give,6000);function give(){clearTimeout(t);e.close();ask()}' +
  'e.onmessage=function(m){clearTimeout(t);try{hear(JSON.parse(m.data).state)}catch(x){}};' +
  'e.onerror=function(){if(e.readyState===2)give();else if(!late)late=setTimeout(function(){lost(true)},8000)}}' +
  'if(window.EventSource)stream();else ask();' +
  // An open stream hears of a lost network only when it ends; the browser may know at once.
  'addEventListener("offline",function(){lost(true)});addEventListener("online",function(){lost(false)});' +
  'var t=setInterval(function(){var n=Math.ceil((end-Date.now())/1e3);if(n<0){clearInterval(t);go(p);return}' +
  'if(l)l.textContent=Math.floor(n/60)+":"+(n%60<10?"0":"")+n%60},1000)})()';
