/**
 * The one script of the sign-in pages, in the JavaScript of old web views: a button with `data-copy` copies that text, says
 * so for two seconds, and is heard by screen readers. Without script the text still stands on the page.
 */
export const copyScript =
  '(function(){function old(t){var a=document.createElement("textarea");a.value=t;a.setAttribute("readonly","");' +
  'document.body.appendChild(a);a.select();try{a.setSelectionRange(0,t.length);document.execCommand("copy")}catch(e){}' +
  'document.body.removeChild(a)}' +
  'document.addEventListener("click",function(e){var b=e.target;if(!b.getAttribute)return;var t=b.getAttribute("data-copy");if(!t||b.busy)return;' +
  'e.preventDefault();var l=b.textContent;if(navigator.clipboard&&navigator.clipboard.writeText)navigator.clipboard.writeText(t).then(null,function(){old(t)});' +
  'else old(t);b.busy=true;b.setAttribute("aria-live","polite");b.textContent=b.getAttribute("data-done");' +
  'setTimeout(function(){b.textContent=l;b.busy=false},2000)})})()';
