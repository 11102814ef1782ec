/**
 * The script of the waiting page, in the JavaScript of old web views: hears how the sign-in stands, by a stream or by asking,
 * and loads the page again when it has changed; once confirmed it goes on. Counts down beside it.
 */
export const waitScript =
  '(function(){var w=document.getElementById("wait"),s=w.getAttribute("data-state"),p=w.getAttribute("data-path"),' +
  'n=+w.getAttribute("data-left"),l=document.getElementById("left"),over=false;' +
  'function hear(t){if(over)return;if(t==="confirmed"){over=true;location.replace(p+"/go");return}' +
  'if(t!==s){over=true;location.replace(p)}}' +
  'if(s==="confirmed"){hear(s);return}' +
  'function ask(){if(over)return;var x=new XMLHttpRequest();x.open("GET",p+"/state");x.onload=function(){' +
  'if(x.status===200)try{hear(JSON.parse(x.responseText).state)}catch(e){}setTimeout(ask,2000)};' +
  'x.onerror=function(){setTimeout(ask,3000)};x.send()}' +
  'function stream(){var e=new EventSource(p+"/events");e.onmessage=function(m){try{hear(JSON.parse(m.data).state)}catch(x){}};' +
  'e.onerror=function(){if(e.readyState===2)ask()}}' +
  'if(window.EventSource)stream();else ask();' +
  'var t=setInterval(function(){n--;if(n<0){clearInterval(t);if(!over){over=true;location.replace(p)}return}' +
  'if(l)l.textContent=Math.floor(n/60)+":"+(n%60<10?"0":"")+n%60},1000)})()';
