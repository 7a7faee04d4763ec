namespace StormDetect.Core.Reports;

/// <summary>The one thing a report does by script: times in the reader's own zone, each with its offset, and no longer called UTC.</summary>
internal static class ReportScript
{
    public const string Js = """
        "use strict";(()=>{const b=document.getElementById("zone"),t=[...document.querySelectorAll("time")],w=[...document.querySelectorAll(".utc")],u=t.map(e=>e.textContent);let l=false;
        const p=n=>String(n).padStart(2,"0"),z=m=>(m<0?"-":"+")+p(Math.floor(Math.abs(m)/60))+":"+p(Math.abs(m)%60);b.hidden=false;b.addEventListener("click",()=>{l=!l;b.textContent=l?"Show times in UTC":"Show times in my zone";b.setAttribute("aria-pressed",String(l));
        w.forEach(e=>{e.hidden=l});t.forEach((e,i)=>{if(!l){e.textContent=u[i];return}const d=new Date(e.dateTime);e.textContent=`${d.getFullYear()}-${p(d.getMonth()+1)}-${p(d.getDate())} ${p(d.getHours())}:${p(d.getMinutes())} ${z(-d.getTimezoneOffset())}`})})})();
        """;
}
