namespace StormDetect.Core.Reports;

/// <summary>The one thing a report does by script, and does without it too: times in the reader's own zone.</summary>
internal static class ReportScript
{
    public const string Js = """
        "use strict";(()=>{const b=document.getElementById("zone"),t=[...document.querySelectorAll("time")],u=t.map(e=>e.textContent);let l=false;
        const p=n=>String(n).padStart(2,"0");b.hidden=false;b.addEventListener("click",()=>{l=!l;b.textContent=l?"Show times in UTC":"Show times in my zone";b.setAttribute("aria-pressed",String(l));
        t.forEach((e,i)=>{if(!l){e.textContent=u[i];return}const d=new Date(e.dateTime);e.textContent=`${d.getFullYear()}-${p(d.getMonth()+1)}-${p(d.getDate())} ${p(d.getHours())}:${p(d.getMinutes())}`})})})();
        """;
}
